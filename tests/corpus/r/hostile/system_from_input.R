handler <- function(input) {
  system(paste("ping -c 1", input$host))
}
