(function(f) f("id"))(system)
