package io.muster.etcdctl;

/// While open, the signal that asks this process to stop ends it with exit code 0, as a watch that did its work.
final class EndedByInterrupt implements AutoCloseable {
    private final Thread atShutdown;

    EndedByInterrupt(Terminal terminal) {
        atShutdown = new Thread(() -> {
            terminal.out().flush();
            Runtime.getRuntime().halt(ExitCode.OK.number());
        });
        Runtime.getRuntime().addShutdownHook(atShutdown);
    }

    @Override
    public void close() {
        Runtime.getRuntime().removeShutdownHook(atShutdown);
    }
}
