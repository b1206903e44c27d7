import ast, sys
tree = ast.parse(sys.stdin.read())
exec(compile(tree, "<stdin>", "exec"))
