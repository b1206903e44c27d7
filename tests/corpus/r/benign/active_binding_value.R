counter <- new.env()
makeActiveBinding("now", function() Sys.time(), counter)
