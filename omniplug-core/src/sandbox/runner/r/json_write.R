# Writing JSON in base R: each function answers one piece of text, or one per element.

json_quote <- function(text) {
  # Pasting quotes around nothing would make an empty string of it.
  if (length(text) == 0L) return(character())
  text <- enc2utf8(text)
  special <- grepl("[\"\\\\\001-\037]", text, perl = TRUE)
  if (any(special)) {
    part <- text[special]
    part <- gsub("\\", "\\\\", part, fixed = TRUE)
    part <- gsub("\"", "\\\"", part, fixed = TRUE)
    part <- gsub("\n", "\\n", part, fixed = TRUE)
    part <- gsub("\t", "\\t", part, fixed = TRUE)
    part <- gsub("\r", "\\r", part, fixed = TRUE)
    for (code in setdiff(1:31, c(9L, 10L, 13L))) {
      character <- intToUtf8(code)
      if (any(grepl(character, part, fixed = TRUE))) {
        part <- gsub(character, sprintf("\\u%04x", code), part, fixed = TRUE)
      }
    }
    text[special] <- part
  }
  paste0("\"", text, "\"")
}

# 15 digits where they read back as the same number, else 17, which always do.
json_write_numbers <- function(values) {
  text <- sprintf("%.15g", values)
  unsure <- which(is.finite(values))
  unsure <- unsure[exact_numbers(text[unsure]) != values[unsure]]
  text[unsure] <- sprintf("%.17g", values[unsure])
  text[!is.finite(values)] <- "null"
  text
}

json_write_list <- function(items) paste0("[", paste(items, collapse = ","), "]")

json_write_object <- function(names, items) {
  if (length(items) == 0L) return("{}")
  paste0("{", paste(json_quote(names), items, sep = ":", collapse = ","), "}")
}
