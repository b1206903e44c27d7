# Finding a plugin's entry point.
#
# The order: `file:Name`; a file whose text mentions `/plugin/input.json` is a script; else the one generator of
# the file (setRefClass, R6Class) with a method `execute`; else a function `execute`; else the file is a script. A
# file that neither makes a generator nor assigns `execute` at its top level is a script, which is decided from
# its parsed text, so that a script's top level runs only once.

plan_entry <- function(entry) {
  parts <- strsplit(entry, ":", fixed = TRUE)[[1L]]
  file <- parts[1L]
  path <- file.path("/plugin", file)
  if (!file_test_plain(path) || grepl("(^|/)\\.\\.(/|$)", file)) {
    there <- list.files("/omniplug/release", "\\.[Rr]$")
    refuse(sprintf(
      "the entry point's file `%s` is not in the plugin (its R files: %s)", file,
      if (length(there)) paste(there, collapse = ", ") else "none"
    ), "EntryPointError")
  }
  code <- parse_plugin(path)
  plan <- list(path = path, file = file, code = code, script = FALSE)
  if (length(parts) > 1L) {
    load_code(code)
    plan$target <- named_target(parts[2L], file)
  } else if (is_script(code, path)) {
    plan$script <- TRUE
  } else {
    load_code(code)
    plan$target <- found_target(file)
  }
  plan
}

# With its source, so that a traceback tells lines.
parse_plugin <- function(path) {
  tryCatch(parse(path, keep.source = TRUE, encoding = "UTF-8"), error = function(error) {
    text <- gsub("/plugin/", "", conditionMessage(error), fixed = TRUE)
    refuse(sub("\n.*", "", text), "SyntaxError", traceback = text)
  })
}

file_test_plain <- function(path) file.exists(path) && !dir.exists(path)

is_script <- function(code, path) {
  text <- readLines(path, warn = FALSE)
  if (any(grepl("/plugin/input.json", text, fixed = TRUE, useBytes = TRUE))) return(TRUE)
  assigns <- function(call) {
    is.call(call) && (
      (as.character(call[[1L]])[1L] %in% c("<-", "=", "<<-", "assign") && identical(as.character(call[[2L]]), "execute")) ||
        (as.character(call[[1L]])[1L] %in% c("{", "if", "(") && any(vapply(as.list(call)[-1L], assigns, NA)))
    )
  }
  # Of the SDK's class methods are made, or a class that inherits from it.
  makes <- any(c("setRefClass", "R6Class", "Plugin") %in% all.names(code))
  !makes && !any(vapply(as.list(code), assigns, NA)) && !"source" %in% all.names(code)
}

load_code <- function(code) each_call(code, function(call) in_plugin(function() eval(call, globalenv())))

# Where at its file's top level the plugin is: for calls that stand there, R itself tells tracebacks no place.
top_level <- new.env(parent = emptyenv())

each_call <- function(code, run) {
  for (i in seq_along(code)) {
    top_level$source <- attr(code, "srcref")[[i]]
    run(code[[i]])
  }
  top_level$source <- NULL
}

is_generator <- function(value) inherits(value, "refObjectGenerator") || inherits(value, "R6ClassGenerator")

generator_method <- function(generator, name) {
  if (inherits(generator, "refObjectGenerator")) {
    methods <- generator$def@refMethods
    return(if (exists(name, envir = methods, inherits = FALSE)) get(name, envir = methods))
  }
  while (!is.null(generator)) {
    if (!is.null(generator$public_methods[[name]])) return(generator$public_methods[[name]])
    generator <- generator$get_inherit()
  }
  NULL
}

generator_name <- function(generator) {
  if (inherits(generator, "refObjectGenerator")) generator$className else generator$classname
}

generator_parents <- function(generator) {
  if (inherits(generator, "refObjectGenerator")) return(generator$def@refSuperClasses)
  names <- character()
  while (!is.null(generator <- generator$get_inherit())) names <- c(names, generator$classname)
  names
}

named_target <- function(name, file) {
  target <- get0(name, envir = globalenv(), inherits = FALSE)
  if (is.null(target)) {
    refuse(sprintf("`%s` has no `%s`; it has: %s", file, name, paste(ls(globalenv()), collapse = ", ")), "EntryPointError")
  }
  if (is_generator(target) && is.null(generator_method(target, "execute"))) {
    refuse(sprintf("the class `%s` has no method `execute`", name), "EntryPointError")
  }
  if (!is_generator(target) && !is.function(target)) {
    refuse(sprintf("`%s` of `%s` is neither a class nor a function", name, file), "EntryPointError")
  }
  target
}

found_target <- function(file) {
  objects <- mget(ls(globalenv()), envir = globalenv())
  objects <- Filter(function(value) !is_sdk_base(value), objects)
  found <- Filter(function(value) is_generator(value) && !is.null(generator_method(value, "execute")), objects)
  if (is_own_plugin()) found <- c(found, list(Plugin = sdk$Plugin))
  found <- found[!duplicated(vapply(found, generator_name, ""))]
  parents <- unlist(lapply(found, generator_parents))
  found <- found[!vapply(found, generator_name, "") %in% parents]
  if (length(found) == 1L) return(found[[1L]])
  if (length(found) > 1L) {
    refuse(sprintf(
      "`%s` has several classes with a method `execute`: %s; name one as `%s:%s`", file,
      paste0("`", names(found), "`", collapse = ", "), file, names(found)[1L]
    ), "EntryPointError")
  }
  if (is.function(objects$execute)) return(objects$execute)
  refuse(sprintf(
    "`%s` has neither a class with a method `execute` nor a function `execute`; add one, or name it as `%s:Name`",
    file, file
  ), "EntryPointError")
}
