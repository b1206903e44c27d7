# Opening and closing.

omniplug_open <- function(home = NULL, database = NULL, policy = list(), pool = list(), sandbox = NULL,
                          platform_version = NULL, contracts = "default", advisories = character()) {
  options <- list(
    home = if (!is.null(home)) path.expand(home), database = database, policy = policy, pool = pool,
    sandbox = sandbox, platform_version = platform_version, contracts = contracts, advisories = path.expand(advisories)
  )
  # Homes that nobody can reach any more are ended by R's collector, which does not know what they hold.
  opened$count <- opened$count + 1L
  if (opened$count %% 16L == 0L) gc(verbose = FALSE)
  structure(list(pointer = checked(native_open(options)), options = options), class = "omniplug")
}

opened <- new.env(parent = emptyenv())
opened$count <- 0L

omniplug_close <- function(om) {
  checked(native_close(pointer(om)))
  invisible(om)
}

omniplug_doctor <- function(om = NULL) {
  options <- if (inherits(om, "omniplug")) om$options else list(home = om)
  framed(checked(native_doctor(options)), "omniplug_checks")
}

omniplug_sessions <- function(om) framed(checked(native_sessions(pointer(om))), "omniplug_sessions")

# What the native functions know an opened home by.
pointer <- function(om) if (inherits(om, "omniplug")) om$pointer

print.omniplug <- function(x, ...) {
  home <- x$options$home
  cat("<omniplug> home: ", if (is.null(home)) "the default" else home, "\n", sep = "")
  invisible(x)
}
