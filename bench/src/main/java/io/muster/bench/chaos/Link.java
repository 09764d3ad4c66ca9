package io.muster.bench.chaos;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/// The way from one member to another, by their numbers. What flows back is a link of its own.
record Link(int from, int to) {

    /// Every link between the two groups, in both directions.
    static List<Link> between(Collection<Integer> some, Collection<Integer> others) {
        List<Link> links = new ArrayList<>();
        for (int a : some) {
            for (int b : others) {
                links.add(new Link(a, b));
                links.add(new Link(b, a));
            }
        }
        return links;
    }

    boolean touches(int member) {
        return from == member || to == member;
    }
}
