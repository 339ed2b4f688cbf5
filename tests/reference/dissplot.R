# SPDX-License-Identifier: GPL-3.0-or-later
# Dissimilarity plots of R's seriation with silhouettes of R's cluster, for tests/test-dissplot.c to compare with.
# usage: Rscript dissplot.R > dissplot.txt
#
# A line is a case: n d k, the (n, d) values by rows, the group of each sample, the (k, k) average dissimilarities by
# rows, the silhouette widths, the order of the groups by VAT and that of the samples; then both by VAT of the path
# distances. Samples and groups count from 0. Values are multiples of 1/64.
suppressMessages(library(seriation))

order_of <- function(d) if (attr(d, "Size") < 2) 1 else get_order(seriate(d, method = "VAT"))
paths_of <- function(d) if (attr(d, "Size") < 2) d else path_dist(d)

write_case <- function(x, groups) {
  distances <- dist(x)
  plot <- dissplot(distances, labels = groups, method = "VAT", options = list(plot = FALSE))
  k <- plot$k
  averages <- plot$cluster_dissimilarities[order(plot$cluster_order), order(plot$cluster_order)]
  widths <- plot$sil[order(plot$order), "sil_width"]

  whole <- as.matrix(distances)
  path_groups <- order_of(paths_of(as.dist(averages)))
  path_order <- unlist(lapply(path_groups, function(g) {
    take <- which(groups == g)
    take[order_of(paths_of(as.dist(whole[take, take, drop = FALSE])))]
  }))
  cat(dim(x), k, sprintf("%.9g", t(x)), groups - 1, sprintf("%.17g", t(averages)), sprintf("%.17g", widths),
      plot$cluster_order - 1, plot$order - 1, path_groups - 1, path_order - 1, "\n")
}

normal <- function(n, d) round(matrix(rnorm(n * d), n) * 64) / 64
# Groups in random order, each of at least one sample
groups_of <- function(n, k) sample(c(1:k, sample(k, n - k, replace = TRUE)))

set.seed(2)
cat("# R ", R.version$major, ".", R.version$minor, ", seriation ", format(packageVersion("seriation")), ", cluster ",
    format(packageVersion("cluster")), ", made by tests/reference/dissplot.R\n", sep = "")
for (n in c(8, 17, 30))
  for (k in c(3, 5)) {
    groups <- groups_of(n, k)
    write_case(normal(n, 3), groups)                                     # groups that mean nothing
    write_case(normal(n, 2) + 4 * normal(k, 2)[groups, , drop = FALSE], groups)
  }
write_case(normal(9, 2), c(1, 2, 2, 2, 3, 3, 3, 3, 3))                   # a sample alone
