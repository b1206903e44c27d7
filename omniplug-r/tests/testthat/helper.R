# A home that is gone after the test.
local_omniplug <- function(..., frame = parent.frame()) {
  home <- tempfile("omniplug")
  om <- omniplug_open(home, ...)
  expression <- substitute(
    {
      omniplug_close(om)
      unlink(home, recursive = TRUE)
    },
    list(om = om, home = home, omniplug_close = omniplug_close)
  )
  do.call(on.exit, list(expression, add = TRUE), envir = frame)
  om
}

# Whether plugins can run here. With OMNIPLUG_FORBID_SKIPS=1 they have to.
skip_without_sandbox <- function() {
  checks <- omniplug_doctor(tempfile("omniplug"))
  failed <- checks[checks$state == "fail", ]
  if (nrow(failed) && Sys.getenv("OMNIPLUG_FORBID_SKIPS") != "1") skip(paste("no sandbox:", failed$detail[1L]))
}

# A plugin's folder. `manifest` takes the place of fields of the smallest one.
plugin_folder <- function(files, ...) {
  folder <- tempfile("plugin")
  dir.create(folder)
  manifest <- list(
    name = "small", version = "1.0.0", author = "A. Author", description = "Is for a test", language = "python",
    entry_point = names(files)[1L], extension_points = list("integration")
  )
  manifest <- utils::modifyList(manifest, list(...))
  writeLines(jsonlite::toJSON(manifest, auto_unbox = TRUE, null = "null", digits = NA), file.path(folder, "manifest.json"))
  for (name in names(files)) writeLines(files[[name]], file.path(folder, name))
  folder
}

# The repository, where the tests run in it or are told of it; else nothing.
repository <- function() {
  folders <- c(Sys.getenv("OMNIPLUG_REPOSITORY"), "../../..")
  folders <- folders[nzchar(folders) & dir.exists(file.path(folders, "tests", "scenarios"))]
  if (length(folders)) normalizePath(folders[1L])
}
