# The times of an R host, for overhead.py: `Rscript host.R HOME ROUNDS` prints medians in microseconds as JSON.
library(omniplug)

words <- commandArgs(trailingOnly = TRUE)
om <- omniplug_open(words[1])
rounds <- as.integer(words[2])

middle <- function(call) {
  for (i in seq_len(rounds %/% 10L + 2L)) call()
  times <- vapply(seq_len(rounds), function(i) {
    begin <- Sys.time()
    call()
    as.numeric(Sys.time() - begin, units = "secs") * 1e6
  }, 0)
  median(times)
}

cat(sprintf(
  '{"show": %f, "list": %f, "execute": %f}\n', middle(function() omniplug_show(om, "echo")),
  middle(function() omniplug_list(om)), middle(function() omniplug_execute(om, "echo", 1))
))
omniplug_close(om)
