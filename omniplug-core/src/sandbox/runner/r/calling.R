# Calling a plugin's class or function. Arguments are bound by name as the Python runner binds them: `data`,
# `parameters`, `metadata`, `context` and `config` get what they say; the first argument gets the whole input
# unless it has one of these names; any other name gets the parameter of that name, else it is left out; `...`
# takes the parameters that are left.

# Marks where the plugin's own frames begin.
in_plugin <- function(run) run()

run_target <- function(target, given, warn) {
  if (!is_generator(target)) {
    warn_of_unused(given, list(target), warn)
    return(call_plugin(target, "execute", given, "input_data"))
  }
  warn_of_unused(given, lapply(c("initialize", "execute", "validate_input"), generator_method, generator = target), warn)
  plugin <- construct(target, given)
  on.exit(clean_up(plugin, target, warn))
  if (!is.null(generator_method(target, "validate_input"))) {
    verdict <- call_plugin(plugin$validate_input, "validate_input", given, "input_data")
    if (isFALSE(verdict)) {
      refuse("the plugin refused its input: `validate_input` returned FALSE", "InvalidInput")
    }
  }
  call_plugin(plugin$execute, "execute", given, "input_data")
}

# Tells parameters that nothing of the plugin takes, which mostly are misspelt names. A function that sees all
# parameters takes what it likes.
warn_of_unused <- function(given, functions, warn) {
  if (!length(given$parameters)) return(invisible())
  known <- c("data", "parameters", "metadata", "context", "config")
  taken <- lapply(Filter(is.function, functions), function(target) names(formals(args(target))))
  whole <- function(names) any(c("...", "parameters") %in% names) || (length(names) && !names[1L] %in% known)
  if (any(vapply(taken, whole, NA))) return(invisible())
  taken <- unlist(taken)
  names <- sort(setdiff(taken, known))
  offer <- if (length(names)) paste("it takes:", paste(names, collapse = ", ")) else "it takes none"
  for (name in setdiff(names(given$parameters), taken)) {
    warn(sprintf("`execute` does not take the parameter `%s`; %s", name, offer))
  }
}

construct <- function(target, given) {
  initialize <- generator_method(target, "initialize")
  fields <- if (inherits(target, "refObjectGenerator")) names(target$fields()) else character()
  names <- if (!is.null(initialize)) names(formals(initialize))
  if (is.null(initialize) || identical(names, "...")) {
    arguments <- if ("context" %in% fields) list(context = given$context) else list()
  } else {
    arguments <- bind_arguments(names, given, given$context, FALSE)
  }
  in_plugin(function() do.call(target$new, arguments, quote = TRUE))
}

clean_up <- function(plugin, target, warn) {
  if (is.null(generator_method(target, "cleanup"))) return(invisible())
  tryCatch(
    in_plugin(function() plugin$cleanup()),
    error = function(error) warn(paste0("`cleanup` failed: ", conditionMessage(error)))
  )
}

# Calls a function as `label(first)`, so that its frame is short in a traceback.
call_plugin <- function(target, label, given, first) {
  names <- names(formals(args(target)))
  arguments <- bind_arguments(names, given, given, TRUE)
  frame <- new.env(parent = globalenv())
  frame[[label]] <- target
  symbols <- lapply(seq_along(arguments), function(i) {
    symbol <- names(arguments)[i]
    if (symbol == "") symbol <- first
    if (symbol == label) symbol <- paste0(symbol, "_")
    frame[[symbol]] <- arguments[[i]]
    as.name(symbol)
  })
  names(symbols) <- names(arguments)
  call <- as.call(c(as.name(label), symbols))
  in_plugin(function() eval(call, frame))
}

# The first argument is passed by position (it may be called anything), the others by name.
bind_arguments <- function(names, given, first, with_data) {
  known <- list(
    parameters = given$parameters, metadata = given$metadata, context = given$context,
    config = given$context$config
  )
  if (with_data) known <- c(known, list(data = given$data))
  bound <- list()
  for (i in seq_along(names)) {
    name <- names[i]
    if (name %in% names(known)) {
      bound <- c(bound, structure(list(known[[name]]), names = name))
    } else if (i == 1L && (name != "..." || length(names) == 1L)) {
      bound <- c(bound, structure(list(first), names = ""))
    } else if (name == "...") {
      rest <- given$parameters[setdiff(names(given$parameters), names)]
      bound <- c(bound, rest)
    } else if (name %in% names(given$parameters)) {
      bound <- c(bound, structure(given$parameters[name], names = name))
    }
  }
  bound
}
