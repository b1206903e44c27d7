# The native helper, and the runner's other files.

files <- c(
  "wire", "json", "tables", "values", "loading", "calling", "script", "seed", "sdk", "failure",
  "reply", "run", "session"
)

native <- NULL
native_folder <- NULL

# Makes the helper's routines known as `native$name`.
load_native <- function(folder) {
  native_folder <<- folder
  library <- dyn.load(file.path(folder, "omniplug.so"))
  routines <- getDLLRegisteredRoutines(library)[[".Call"]]
  native <<- lapply(routines, function(routine) routine$address)
}
