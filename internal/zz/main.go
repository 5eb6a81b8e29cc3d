package main
import ("context";"fmt";"os";"runtime";"time";"runtime/pprof";"statuswiki/internal/cli")
func main(){
 runtime.MemProfileRate=65536
 if f:=os.Getenv("CPUP"); f!="" { runtime.MemProfileRate=0; g,_:=os.Create(f); pprof.StartCPUProfile(g); defer pprof.StopCPUProfile() }
 f:=os.Getenv("MEMP")
 go func(){ if f=="" {return}; for i:=0;;i++ { time.Sleep(8*time.Second); var m runtime.MemStats; runtime.ReadMemStats(&m); fmt.Fprintln(os.Stderr, i, "alloc", m.HeapAlloc>>20, "next", m.NextGC>>20, "idle", m.HeapIdle>>20, "live", m.HeapInuse>>20, "sys", m.Sys>>20, "gcs", m.NumGC, "stack", m.StackInuse>>20); g,_:=os.Create(fmt.Sprintf("%s.%d",f,i)); pprof.Lookup("heap").WriteTo(g,0); g.Close() } }()
 cli.Run(context.Background(), os.DirFS("."), os.Args[1:], os.Stdin, os.Stdout, os.Stderr)
}
