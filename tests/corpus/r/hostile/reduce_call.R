Reduce(`(`, list(system))("id")
