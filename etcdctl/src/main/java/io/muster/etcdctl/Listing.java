package io.muster.etcdctl;

import io.muster.keyspace.Node;
import java.util.List;

/// The keys of an answer in lines, as `ls` shows them.
///
/// @param slashes whether directories get a trailing slash
record Listing(boolean slashes, Palette palette) {
    /// One full key a line, children after their directory; of a directory itself only what is in it.
    String flat(Node node) {
        StringBuilder lines = new StringBuilder();
        if (!node.dir()) {
            lines.append(node.key()).append('\n');
        }
        flatBelow(node, lines);
        return lines.toString();
    }

    /// The key, then names only, each below its directory.
    String tree(Node node) {
        StringBuilder lines = new StringBuilder();
        lines.append(shown(node.key().path(), node)).append('\n');
        treeBelow(node, "", lines);
        return lines.toString();
    }

    private void flatBelow(Node node, StringBuilder lines) {
        for (Node child : node.nodes()) {
            lines.append(shown(child.key().path(), child)).append('\n');
            flatBelow(child, lines);
        }
    }

    private void treeBelow(Node node, String indent, StringBuilder lines) {
        List<Node> children = node.nodes();
        for (int i = 0; i < children.size(); i++) {
            Node child = children.get(i);
            boolean last = i == children.size() - 1;
            lines.append(indent)
                    .append(last ? "└── " : "├── ")
                    .append(shown(child.key().name(), child))
                    .append('\n');
            treeBelow(child, indent + (last ? "    " : "│   "), lines);
        }
    }

    private String shown(String name, Node node) {
        if (!node.dir()) {
            return name;
        }
        return palette.directory(slashes && !name.endsWith("/") ? name + "/" : name);
    }
}
