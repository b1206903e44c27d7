restore <- function(input) unserialize(input$blob)
