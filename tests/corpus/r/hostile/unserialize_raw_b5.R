restore <- function(hex) {
  unserialize(base64enc::base64decode(hex))
}
