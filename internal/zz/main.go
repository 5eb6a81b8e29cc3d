package main
import ("context";"os";"runtime";"runtime/pprof";"statuswiki/internal/cli")
func main(){
 runtime.MemProfileRate=32768
 cli.Run(context.Background(), os.DirFS("."), os.Args[1:], os.Stdin, os.Stdout, os.Stderr)
 if f:=os.Getenv("MEMP"); f!="" { runtime.GC();runtime.GC(); g,_:=os.Create(f); pprof.Lookup("allocs").WriteTo(g,0); g.Close() }
}
