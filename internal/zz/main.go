package main
import ("context";"fmt";"os";"runtime";"time";"runtime/pprof";"statuswiki/internal/cli")
func main(){
 runtime.MemProfileRate=65536
 f:=os.Getenv("MEMP")
 go func(){ if f=="" {return}; peak:=uint64(0); for i:=0;;i++ { time.Sleep(500*time.Millisecond); var m runtime.MemStats; runtime.ReadMemStats(&m); in:=m.HeapInuse
 if in>peak*102/100 || i%20==0 { fmt.Fprintln(os.Stderr, i/2, "alloc", m.HeapAlloc>>20, "next", m.NextGC>>20, "idle", m.HeapIdle>>20, "rel", m.HeapReleased>>20, "inuse", in>>20, "sys", m.Sys>>20, "gcs", m.NumGC, "gccpu", m.GCCPUFraction) }
 if in>peak*105/100 {peak=in; g,_:=os.Create(f); pprof.Lookup("heap").WriteTo(g,0); g.Close() } }}()
 cli.Run(context.Background(), os.DirFS("."), os.Args[1:], os.Stdin, os.Stdout, os.Stderr)
}
