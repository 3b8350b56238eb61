package net.bitwrk.client.peer;

import net.bitwrk.protocol.Malformed;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Reads {@code multipart/form-data} part by part as it arrives, with limits on all but the parts' bodies, which their
 * readers limit. Strict: nothing before the first boundary, nothing after the last.
 */
final class MultipartReader {
    /** One begun part. The body has to be read to its end before the next part is asked for. */
    record Part(String name, InputStream body) {}

    private static final Pattern CONTENT_TYPE =
            Pattern.compile("multipart/form-data; *boundary=\"?([0-9A-Za-z'()+_,./:=?-]{1,70})\"?");
    private static final Pattern NAME =
            Pattern.compile("form-data; *name=\"([a-z0-9]{1,32})\"(; *filename=\"[^\"]{0,255}\")?");
    private static final String DISPOSITION = "content-disposition:";
    private static final int MAX_LINE = 512;
    private static final int MAX_LINES = 8;
    private static final int BUFFER = 16 << 10;

    private final InputStream in;
    /** CR LF, two dashes, boundary. */
    private final byte[] delimiter;

    private final byte[] buffer = new byte[BUFFER];
    private int position;
    private int filled;
    private boolean isFirst = true;

    MultipartReader(InputStream in, String boundary) {
        this.in = in;
        this.delimiter = ("\r\n--" + boundary).getBytes(StandardCharsets.US_ASCII);
    }

    /** @throws PeerFault if it is no form data with a boundary */
    static String boundary(String contentType) throws PeerFault {
        var matcher = CONTENT_TYPE.matcher(contentType);
        if (!matcher.matches()) {
            throw new PeerFault("content type '" + Malformed.shown(contentType) + "' is neither a form nor form data");
        }
        return matcher.group(1);
    }

    /** The next part, or nothing after the last one; then the stream has been read to its end. */
    Optional<Part> next() throws IOException {
        expect(isFirst ? 2 : 0);
        isFirst = false;
        String rest = line();
        if (rest.equals("--")) {
            if (peek() >= 0) {
                throw new PeerFault("something follows the last part");
            }
            return Optional.empty();
        }
        if (!rest.isEmpty()) {
            throw new PeerFault("a boundary is followed by '" + Malformed.shown(rest) + "'");
        }
        return Optional.of(new Part(readName(), new Body()));
    }

    private String readName() throws IOException {
        String name = "";
        int lines = 0;
        for (String line = line(); !line.isEmpty(); line = line()) {
            if (++lines > MAX_LINES) {
                throw new PeerFault("a part has more than " + MAX_LINES + " header lines");
            }
            if (line.regionMatches(true, 0, DISPOSITION, 0, DISPOSITION.length())) {
                var matcher = NAME.matcher(line.substring(DISPOSITION.length()).trim());
                name = matcher.matches() ? matcher.group(1) : "";
            }
        }
        if (name.isEmpty()) {
            throw new PeerFault("a part has no proper name");
        }
        return name;
    }

    private String line() throws IOException {
        var line = new StringBuilder();
        for (int b = take(); b != '\n'; b = take()) {
            if (b < 0) {
                throw new EOFException("the form data ends within a line");
            }
            if (line.length() == MAX_LINE) {
                throw new PeerFault("a header line is longer than " + MAX_LINE + " characters");
            }
            line.append((char) b);
        }
        int end = line.length();
        return line.substring(0, end > 0 && line.charAt(end - 1) == '\r' ? end - 1 : end);
    }

    private void expect(int from) throws IOException {
        for (int i = from; i < delimiter.length; i++) {
            if (take() != delimiter[i]) {
                throw new PeerFault("a boundary is missing");
            }
        }
    }

    private int peek() throws IOException {
        if (position == filled) {
            position = 0;
            filled = Math.max(0, in.read(buffer));
        }
        return position < filled ? buffer[position] & 0xff : -1;
    }

    private int take() throws IOException {
        int b = peek();
        position += b < 0 ? 0 : 1;
        return b;
    }

    /** Whether the delimiter is next; reads on only as long as what is there looks like it. */
    private boolean isAtDelimiter() throws IOException {
        for (int i = 0; i < delimiter.length; i++) {
            if (position + i == filled && !readMore()) {
                throw new EOFException("the form data ends within a part");
            }
            if (buffer[position + i] != delimiter[i]) {
                return false;
            }
        }
        return true;
    }

    private boolean readMore() throws IOException {
        System.arraycopy(buffer, position, buffer, 0, filled - position);
        filled -= position;
        position = 0;
        int read = in.read(buffer, filled, buffer.length - filled);
        filled += Math.max(0, read);
        return read > 0;
    }

    /** How many bytes at the position are certainly content, once the first of them is. */
    private int contentLength(int most) {
        int length = 1;
        int end = Math.min(most, filled - position);
        while (length < end && buffer[position + length] != delimiter[0]) {
            length++;
        }
        return length;
    }

    /** The bytes of a part. */
    private final class Body extends InputStream {
        private boolean isOver;

        @Override
        public int read() throws IOException {
            isOver = isOver || isAtDelimiter();
            return isOver ? -1 : take();
        }

        @Override
        public int read(byte[] bytes, int from, int length) throws IOException {
            isOver = isOver || isAtDelimiter();
            if (isOver) {
                return -1;
            }
            int step = contentLength(length);
            System.arraycopy(buffer, position, bytes, from, step);
            position += step;
            return step;
        }

        /**
         * Reads exactly so many bytes of which the caller knows that they are content, without looking for the end of the
         * part. A chunk that ends in CR would otherwise wait for the byte after it, which its sender holds back until the
         * wish list goes on.
         */
        @Override
        public byte[] readNBytes(int length) throws IOException {
            byte[] bytes = new byte[length];
            int done = 0;
            while (done < length && peek() >= 0) {
                int step = Math.min(length - done, filled - position);
                System.arraycopy(buffer, position, bytes, done, step);
                position += step;
                done += step;
            }
            return done == length ? bytes : Arrays.copyOf(bytes, done);
        }
    }
}
