DBI::dbExecute(con, sprintf("DELETE FROM t WHERE id = %s", input$id))
