package net.bitwrk.exchange.web;

import jakarta.ws.rs.NotSupportedException;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.ext.Provider;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;

/**
 * What is refused before any resource sees it, after the server has found method and path: a content type that is no
 * form (415), then a body that is too long (413): the order of protocol section 5.
 */
@Provider
public class RequestGate implements ContainerRequestFilter {
    static final String FORM_TYPE = MediaType.APPLICATION_FORM_URLENCODED;

    /** The longest document of the protocol, everything escaped, is below 8 KiB. */
    static final long MAX_BODY_BYTES = 65_536;

    /** A form is ASCII, so every charset that Java knows will do; of others the server makes a failure of its own. */
    private static boolean isKnown(String charset) {
        try {
            return charset == null || Charset.isSupported(charset);
        } catch (IllegalCharsetNameException e) {
            return false;
        }
    }

    /** Not by the request's own reading, whose number has 31 bits. */
    static boolean isTooLong(String contentLength) {
        String digits = contentLength == null ? "0" : contentLength.strip();
        return digits.matches("[0-9]+") && new BigInteger(digits).compareTo(BigInteger.valueOf(MAX_BODY_BYTES)) > 0;
    }

    @Override
    public void filter(ContainerRequestContext request) throws IOException {
        if (!request.getMethod().equals("POST")) {
            return;
        }
        MediaType type = request.getMediaType();
        if (type == null || !MediaType.APPLICATION_FORM_URLENCODED_TYPE.isCompatible(type) || type.isWildcardType()) {
            throw new NotSupportedException();
        }
        if (!isKnown(type.getParameters().get(MediaType.CHARSET_PARAMETER))) {
            throw new NotSupportedException();
        }
        if (isTooLong(request.getHeaderString(HttpHeaders.CONTENT_LENGTH))) {
            throw new jakarta.ws.rs.ProcessingException(new BodyTooLong(MAX_BODY_BYTES));
        }
        request.setEntityStream(new LimitedBody(request.getEntityStream(), MAX_BODY_BYTES));
    }
}
