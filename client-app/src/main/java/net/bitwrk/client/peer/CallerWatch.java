package net.bitwrk.client.peer;

import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Response;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.function.Consumer;

/** Looks whether one waiting caller is still there. Its lock keeps a look from running into the next request. */
public final class CallerWatch {
    private final EndPoint endPoint;
    private final Response response;
    private final Runnable hungUp;
    private final Consumer<CallerWatch> whenOver;
    private boolean isOver;

    CallerWatch(EndPoint endPoint, Response response, Runnable hungUp, Consumer<CallerWatch> whenOver) {
        this.endPoint = endPoint;
        this.response = response;
        this.hungUp = hungUp;
        this.whenOver = whenOver;
    }

    void look() {
        boolean gone;
        synchronized (this) {
            if (isOver) {
                return;
            }
            int read = read();
            gone = read < 0;
            if (read > 0) {
                // The first byte of a request sent too early has been taken: it has to be sent again, elsewhere.
                response.getHeaders().put(HttpHeader.CONNECTION, "close");
            }
            if (read != 0) {
                isOver = true;
                whenOver.accept(this);
            }
        }
        if (gone) {
            hungUp.run();
        }
    }

    private int read() {
        try {
            return endPoint.isOpen() ? endPoint.fill(ByteBuffer.allocate(1).flip()) : -1;
        } catch (IOException e) {
            return -1;
        }
    }

    /** To be called before the answer goes out: from then on Jetty reads. */
    public synchronized void end() {
        isOver = true;
        whenOver.accept(this);
    }
}
