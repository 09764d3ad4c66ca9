/// User-data and what it asks of a machine: the header rule, the YAML tree with positions, the table of keys, the
/// rules that find mistakes, and the plan of steps.
///
/// Everything here computes: no file, socket, clock or thread. Text and `Facts` come in, a `Report` and a `Plan` go
/// out; `node-agent` reads the one and performs the other. SnakeYAML appears in `YamlReader` only, as nodes: no tag
/// in a document ever makes an object.
@NullMarked
package io.muster.cloudconfig;

import org.jspecify.annotations.NullMarked;
