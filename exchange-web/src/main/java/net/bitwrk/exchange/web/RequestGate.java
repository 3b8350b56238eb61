package net.bitwrk.exchange.web;

import jakarta.ws.rs.NotSupportedException;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.ext.Provider;

import java.io.IOException;

/**
 * What is refused before any resource sees it, after the server has found method and path: a content type that is no
 * form (415), then a body that is too long (413): the order of protocol section 5.
 */
@Provider
public class RequestGate implements ContainerRequestFilter {
    static final String FORM_TYPE = MediaType.APPLICATION_FORM_URLENCODED;

    /** The longest document of the protocol, everything escaped, is below 8 KiB. */
    static final long MAX_BODY_BYTES = 65_536;

    @Override
    public void filter(ContainerRequestContext request) throws IOException {
        if (!request.getMethod().equals("POST")) {
            return;
        }
        MediaType type = request.getMediaType();
        if (type == null || !MediaType.APPLICATION_FORM_URLENCODED_TYPE.isCompatible(type) || type.isWildcardType()) {
            throw new NotSupportedException();
        }
        if (request.getLength() > MAX_BODY_BYTES) {
            throw new jakarta.ws.rs.ProcessingException(new BodyTooLong(MAX_BODY_BYTES));
        }
        request.setEntityStream(new LimitedBody(request.getEntityStream(), MAX_BODY_BYTES));
    }
}
