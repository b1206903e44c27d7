from string import Template

print(Template("$name has $count rows").substitute(name="iris", count=150))
