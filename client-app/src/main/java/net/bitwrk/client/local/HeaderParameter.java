package net.bitwrk.client.local;

import org.eclipse.jetty.http.HttpField;

import java.util.HashMap;

/** Reads {@code name="value"} out of a header such as {@code form-data; name="data"}. */
final class HeaderParameter {
    private HeaderParameter() {}

    /** The value without quotes, empty if there is none. */
    static String of(String header, String parameter) {
        var parameters = new HashMap<String, String>();
        HttpField.getValueParameters(header, parameters);
        return parameters.getOrDefault(parameter, "");
    }
}
