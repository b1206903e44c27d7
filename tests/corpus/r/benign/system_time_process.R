proc.time()
Sys.getpid()
Sys.time()
system.time(sum(1:10))
