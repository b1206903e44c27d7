# Starts the runner: process 1 of a sandbox executes this file, with the argument `session` for a warm session.
local({
  .Internal(enableJIT(0L))
  folder <- "/omniplug/runner/r"
  runner <- new.env(parent = parent.env(globalenv()))
  sys.source(file.path(folder, "native.R"), runner, keep.source = FALSE)
  runner$load_native(folder)
  for (file in runner$files) sys.source(file.path(folder, paste0(file, ".R")), runner, keep.source = FALSE)
  if (identical(commandArgs(TRUE), "session")) runner$serve_session() else runner$main()
})
