server <- function(input, output) {
  output$plot <- shiny::renderPlot(hist(rnorm(input$count)))
}
