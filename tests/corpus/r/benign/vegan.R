library(vegan)
ord <- metaMDS(community, distance = "bray", k = 2, trymax = 50)
adonis2(community ~ treatment, data = meta)
