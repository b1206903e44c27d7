# JSON: the helper reads it and writes atomic vectors.

json_error <- function(text) {
  stop(structure(
    class = c("JSONError", "error", "condition"),
    list(message = paste0("not valid JSON: ", text), call = NULL)
  ))
}

# The value of a JSON text, which is given as raw UTF-8; NULL stands for the request's header. Members of the
# outermost object that `plain` names are not simplified: their arrays stay lists.
parse_json <- function(bytes, simplify = TRUE, plain = character()) {
  answer <- .Call(native$parse_json, bytes, simplify, plain)
  if (is.character(answer)) json_error(answer)
  answer[[1L]]
}

# Text has to be UTF-8, as `clean_text` makes it.
json_quote <- function(text) .Call(native$write_items, text)

json_write_list <- function(items) paste0("[", paste(items, collapse = ","), "]")

json_write_object <- function(names, items) {
  if (length(items) == 0L) return("{}")
  paste0("{", paste(json_quote(names), items, sep = ":", collapse = ","), "}")
}
