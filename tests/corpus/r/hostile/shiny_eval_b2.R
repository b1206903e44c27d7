server <- function(input, output) output$x <- shiny::renderText(eval(parse(text = input$code)))
