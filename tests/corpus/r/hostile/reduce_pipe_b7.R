Reduce(`%>%`, list("id", system))
