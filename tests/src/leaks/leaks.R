# Leaves what it is told to leave, and tells what it finds of earlier executions.
seen <- new.env()
home <- getwd()
mask <- Sys.umask()
digits <- getOption("digits")
kind <- RNGkind()
folders <- c("/tmp", "/dev/shm", "/plugin")
release <- list.files("/omniplug/release", all.files = TRUE, no.. = TRUE)

leave <- list(
  files = function() {
    for (folder in c(folders, tempdir())) {
      dir.create(file.path(folder, "left", "deep"), recursive = TRUE)
      writeLines(strrep("x", 1000), file.path(folder, "left", "deep", "file"))
      file.symlink("/omniplug/release", file.path(folder, "left", "link"))
      Sys.chmod(file.path(folder, "left", "deep"), "0000")
    }
  },
  plugin = function() {
    unlink("/plugin/main.R")
    writeLines("execute <- function(given) list(code = TRUE)", "/plugin/main.R")
  },
  environment = function() {
    Sys.setenv(LEFT = "left")
    Sys.unsetenv("HOME")
  },
  objects = function() {
    assign("left", 1, envir = globalenv())
    assign("n", 1, envir = seen)
    unlockBinding("nlevels", baseenv())
    assign("nlevels", function(x) "left", envir = baseenv())
    setClass("Left", representation(x = "numeric"), where = globalenv())
    attach(list(left_attached = 1), name = "left")
  },
  settings = function() {
    options(digits = 3, left = TRUE, error = quote(quit()))
    RNGkind("Wichmann-Hill")
    set.seed(1)
    setwd("/tmp")
    Sys.umask("000")
    Sys.setlocale("LC_ALL", "C")
  },
  connections = function() {
    seen$connection <- file("/tmp/left.txt", "w")
    sink("/tmp/sunk.txt")
    addTaskCallback(function(...) TRUE, name = "left")
    reg.finalizer(seen, function(e) writeLines("left", "/tmp/finalized"), onexit = TRUE)
  },
  process = function() {
    system("setsid sleep 600 > /dev/null 2>&1 &")
    system("sleep 600 > /dev/null 2>&1 &")
  },
  signals = function() {
    for (number in c(1L, 2L, 15L, 10L, 17L, 19L, 9L)) tools::pskill(c(1L, parent()), number)
  },
  death = function() tools::pskill(Sys.getpid(), 9L),
  quit = function() quit("no", 3)
)

# The session's process, which may stand beside the sandbox's first.
parent <- function() as.integer(sub(".*\\) . ([0-9]+) .*", "\\1", readLines("/proc/self/stat", warn = FALSE)))

look <- function() {
  others <- setdiff(grep("^[0-9]+$", list.files("/proc"), value = TRUE), c("1", Sys.getpid(), parent()))
  in_folders <- unlist(lapply(folders, function(folder) {
    setdiff(list.files(folder, all.files = TRUE, no.. = TRUE), c(release, basename(tempdir())))
  }))
  found <- list(
    file = length(in_folders) > 0 || length(list.files(tempdir())) > 0,
    link = !nzchar(Sys.readlink("/plugin/main.R")),
    environment = nzchar(Sys.getenv("LEFT")) || !nzchar(Sys.getenv("HOME")),
    object = exists("left") || exists("left_attached") || length(ls(seen)) > 0 || nlevels(factor("a")) != 1,
    class = methods::isClass("Left"),
    option = getOption("digits") != digits || !is.null(getOption("left")) || !is.null(getOption("error")),
    kind = !identical(RNGkind(), kind),
    folder = getwd() != home,
    mask = Sys.umask() != mask,
    connection = length(getAllConnections()) > 3L || sink.number() > 0,
    callback = length(getTaskCallbackNames()) > 0,
    process = length(others) > 0
  )
  names(Filter(isTRUE, found))
}

execute <- function(given) {
  answer <- list(found = I(as.character(look())), drawn = runif(1), text = "[1]")
  for (name in unlist(given$data)) leave[[name]]()
  answer
}
