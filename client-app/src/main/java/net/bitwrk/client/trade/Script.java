package net.bitwrk.client.trade;

/** Something one thread does from begin to end, and that can be interrupted, but never after its end. */
abstract class Script implements Runnable {
    private Thread runner;
    private boolean interrupted;

    /** The steps. Whatever goes wrong is dealt with inside; a stray exception is a bug. */
    abstract void perform();

    @Override
    public final void run() {
        synchronized (this) {
            runner = Thread.currentThread();
            if (interrupted) {
                runner.interrupt();
            }
        }
        try {
            perform();
        } finally {
            synchronized (this) {
                runner = null;
            }
            // The thread goes back to its pool: nothing of this script may reach the next.
            Thread.interrupted();
        }
    }

    final synchronized void interrupt() {
        interrupted = true;
        if (runner != null) {
            runner.interrupt();
        }
    }
}
