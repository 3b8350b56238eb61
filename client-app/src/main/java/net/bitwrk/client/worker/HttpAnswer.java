package net.bitwrk.client.worker;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A worker's HTTP answer, 1.0 or 1.1: its body is chunked, has a length, or ends with the connection. */
record HttpAnswer(int status, InputStream body) {
    private static final int MAX_LINE = 8 * 1024;
    private static final int MAX_FIELDS = 100;
    private static final int FIRST_FINAL = 200;
    private static final Pattern STATUS_LINE = Pattern.compile("HTTP/1\\.[01] ([1-5][0-9]{2})( .*)?");

    static HttpAnswer read(InputStream raw) throws IOException {
        var in = new BufferedInputStream(raw);
        int status;
        Map<String, String> fields;
        do {
            status = status(line(in));
            fields = fields(in);
        } while (status < FIRST_FINAL);
        return new HttpAnswer(status, body(in, fields));
    }

    private static int status(String line) throws IOException {
        Matcher matcher = STATUS_LINE.matcher(line);
        if (!matcher.matches()) {
            throw new IOException("the worker's answer is no HTTP");
        }
        return Integer.parseInt(matcher.group(1));
    }

    private static Map<String, String> fields(InputStream in) throws IOException {
        var fields = new HashMap<String, String>();
        for (int i = 0; i < MAX_FIELDS; i++) {
            String line = line(in);
            if (line.isEmpty()) {
                return fields;
            }
            int colon = line.indexOf(':');
            if (colon > 0) {
                fields.put(
                        line.substring(0, colon).toLowerCase(Locale.ROOT),
                        line.substring(colon + 1).strip());
            }
        }
        throw new IOException("the worker's answer has more than " + MAX_FIELDS + " header fields");
    }

    private static InputStream body(InputStream in, Map<String, String> fields) throws IOException {
        if (fields.getOrDefault("transfer-encoding", "").equalsIgnoreCase("chunked")) {
            return new ChunkedBody(in);
        }
        String length = fields.get("content-length");
        if (length == null) {
            return in;
        }
        if (!length.matches("[0-9]{1,18}")) {
            throw new IOException("the worker's answer has a wrong Content-Length");
        }
        return new CountedBody(in, Long.parseLong(length));
    }

    static String line(InputStream in) throws IOException {
        var line = new ByteArrayOutputStream();
        int b;
        while ((b = in.read()) != '\n') {
            if (b < 0) {
                throw new EOFException("the worker hung up");
            }
            if (line.size() >= MAX_LINE) {
                throw new IOException("the worker's answer has a line of more than " + MAX_LINE + " bytes");
            }
            line.write(b);
        }
        String text = line.toString(StandardCharsets.ISO_8859_1);
        return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
    }

    /** A body of known length; shorter is an error. */
    private static class CountedBody extends InputStream {
        final InputStream in;
        private long left;

        CountedBody(InputStream in, long length) {
            this.in = in;
            this.left = length;
        }

        /** How long what follows is; 0 if nothing does. */
        long next() throws IOException {
            return 0;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            if (left == 0) {
                left = next();
            }
            if (left == 0) {
                return -1;
            }
            int count = in.read(buffer, offset, (int) Math.min(left, length));
            if (count < 0) {
                throw new EOFException("the worker hung up before the end of its result");
            }
            left -= count;
            return count;
        }
    }

    /** A chunked body; an end without the closing chunk is an error. */
    private static final class ChunkedBody extends CountedBody {
        private boolean first = true;
        private boolean ended;

        ChunkedBody(InputStream in) {
            super(in, 0);
        }

        @Override
        long next() throws IOException {
            if (ended) {
                return 0;
            }
            if (!first) {
                line(in);
            }
            first = false;
            String size = line(in).split(";", 2)[0].strip();
            if (!size.matches("[0-9a-fA-F]{1,15}")) {
                throw new IOException("the worker's answer has a wrong chunk length");
            }
            long length = Long.parseLong(size, 16);
            ended = length == 0;
            return length;
        }
    }
}
