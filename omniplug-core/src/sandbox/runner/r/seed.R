# Random numbers: they begin at the seed of the request, unless the plugin's file seeds them when it is loaded.

# The kind of generator stays. Seeds that R takes as they are stay what they are.
begin_draws <- function(seed) if (!is.null(seed)) set.seed(seed$value %% 2147483647)

# The value of `code`; `state$seeded` tells afterwards whether it seeded. That is noticed in the base package itself,
# so that `base::set.seed` and calls in packages count too.
noticing_seeds <- function(code, state) {
  original <- base::set.seed
  replace <- function(value) {
    unlockBinding("set.seed", baseenv())
    assign("set.seed", value, baseenv())
    lockBinding("set.seed", baseenv())
  }
  noticing <- function(seed, kind = NULL, normal.kind = NULL, sample.kind = NULL) {
    state$seeded <- !is.null(seed)
    original(seed, kind, normal.kind, sample.kind)
  }
  replace(noticing)
  on.exit(replace(original))
  code
}
