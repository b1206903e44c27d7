library(shiny)
ui <- fluidPage(selectInput("column", "Column", names(mtcars)), tableOutput("table"))
server <- function(input, output, session) {
  chosen <- reactive(mtcars[[input$column]])
  output$table <- renderTable(summary(chosen()))
}
