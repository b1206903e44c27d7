# The processes that a process made, and those that they made.
descendants <- function(process) {
  files <- Sys.glob(sprintf("/proc/%d/task/*/children", process))
  children <- as.integer(unlist(lapply(files, scan, what = integer(), quiet = TRUE)))
  c(children, unlist(lapply(children, descendants)))
}

# Whether a process is there and no zombie that waits for its parent.
lives <- function(process) {
  stat <- tryCatch(suppressWarnings(readLines(sprintf("/proc/%d/stat", process))), error = function(error) ") Z")
  !grepl(") Z", stat, fixed = TRUE)
}

wait_until <- function(is_so, seconds = 60) {
  deadline <- Sys.time() + seconds
  while (!is_so() && Sys.time() < deadline) Sys.sleep(0.05)
  expect_true(is_so())
}

test_that("a killed host leaves no sandbox", {
  skip_without_sandbox()
  home <- tempfile("omniplug")
  om <- omniplug_open(home)
  omniplug_install(om, plugin_folder(list(
    main.py = "import time, omniplug_sdk\ndef execute():\n    omniplug_sdk.progress(0.1)\n    time.sleep(600)\n"
  )))
  omniplug_close(om)
  told <- tempfile("told")
  script <- tempfile(fileext = ".R")
  writeLines(c(
    "library(omniplug)",
    sprintf("om <- omniplug_open(%s)", deparse(home)),
    sprintf("hear <- function(event) if (event$kind == 'progress') cat(Sys.getpid(), '\\n', file = %s)", deparse(told)),
    "omniplug_execute(om, 'small', on_event = hear)"
  ), script)
  system2(file.path(R.home("bin"), "Rscript"), script, wait = FALSE)
  wait_until(function() file.exists(told) && length(readLines(told)) == 1L)
  host <- as.integer(readLines(told))
  sandboxes <- descendants(host)
  expect_gt(length(sandboxes), 0L)
  tools::pskill(host, tools::SIGKILL)
  wait_until(function() !any(vapply(sandboxes, lives, NA)))
  unlink(home, recursive = TRUE)
})

test_that("homes that are opened and closed leave nothing", {
  skip_if_not(dir.exists("/proc/self/fd"))
  home <- tempfile("omniplug")
  cycle <- function(count) for (i in seq_len(count)) omniplug_close(omniplug_open(home))
  held <- function() {
    gc()
    Sys.sleep(0.5)
    pages <- scan("/proc/self/statm", what = numeric(), quiet = TRUE)[2L]
    c(length(list.files("/proc/self/fd")), length(list.files("/proc/self/task")), pages * 4096)
  }
  count <- as.integer(Sys.getenv("OMNIPLUG_CYCLES", "200"))
  cycle(50L)
  before <- held()
  cycle(count)
  more <- held() - before
  # Threads of what was closed last may still be about to end.
  expect_lte(more[1L], 0)
  expect_lte(more[2L], 4)
  expect_lt(more[3L] / count, 16 * 1024)
  unlink(home, recursive = TRUE)
})
