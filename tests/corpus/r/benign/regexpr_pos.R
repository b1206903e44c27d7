pos <- regexpr("TATA", sequence)
substr(sequence, pos, pos + attr(pos, "match.length") - 1)
