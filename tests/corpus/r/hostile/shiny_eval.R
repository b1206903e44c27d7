server <- function(input, output) {
  output$text <- shiny::renderText(eval(parse(text = input$code)))
}
