# Starts the runner: process 1 of a sandbox executes this file.
local({
  .Internal(enableJIT(0L))
  runner <- new.env(parent = parent.env(globalenv()))
  for (file in c("wire", "json_read", "json_write", "tables", "values", "loading", "calling", "script", "run")) {
    sys.source(file.path("/omniplug/runner/r", paste0(file, ".R")), runner, keep.source = FALSE)
  }
  runner$main()
})
