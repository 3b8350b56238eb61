package net.bitwrk.exchange.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.NotSupportedException;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.ext.Provider;

import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;

/**
 * What is refused before any resource sees it, after the server has found method and path: a content type that is no
 * form (415), then a body that is too long (413): the order of protocol section 5.
 */
@Provider
public class RequestGate implements ContainerRequestFilter {
    static final String FORM_TYPE = MediaType.APPLICATION_FORM_URLENCODED;

    @Context
    private HttpServletRequest servletRequest;

    /** A form is ASCII, so every charset that Java knows will do; of others the server makes a failure of its own. */
    private static boolean isKnown(String charset) {
        try {
            return charset == null || Charset.isSupported(charset);
        } catch (IllegalCharsetNameException e) {
            return false;
        }
    }

    @Override
    public void filter(ContainerRequestContext request) {
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
        if (ArrivingBody.of(servletRequest).filter(ArrivingBody::isTooLong).isPresent()) {
            throw new BodyTooLong(ArrivingBody.MAX_BYTES);
        }
    }
}
