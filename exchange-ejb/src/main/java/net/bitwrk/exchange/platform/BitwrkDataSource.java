package net.bitwrk.exchange.platform;

import javax.naming.InitialContext;
import javax.naming.NamingException;
import javax.sql.DataSource;
import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.Properties;
import java.util.logging.Logger;

/**
 * The data source that the server pools. It decides at connect time, from the settings, which database that is: so one
 * archive runs on every database and every server, whose own ways to fill in settings differ.
 *
 * <p>Drivers are called directly: those that register themselves with {@code DriverManager} during a deployment are
 * thrown out of it again by Payara.
 */
public class BitwrkDataSource implements DataSource {
    /** One for all: servers may make several of these. */
    private static final LoneTrial TRIAL = new LoneTrial(BitwrkDataSource::connect);

    private PrintWriter logWriter;
    private int loginTimeoutSeconds;

    @Override
    public Connection getConnection() throws SQLException {
        return LastingConnection.of(TRIAL);
    }

    private static Connection connect() throws SQLException {
        var database = DatabaseSettings.from(SettingSource.ofProcess());
        if (database.jndi().isPresent()) {
            return ofServer(database.jndi().get()).getConnection();
        }
        var properties = new Properties();
        database.user().ifPresent(user -> properties.setProperty("user", user));
        database.password().ifPresent(password -> properties.setProperty("password", password));
        Driver driver = database.isH2() ? new org.h2.Driver() : new org.postgresql.Driver();
        Connection connection = driver.connect(database.url(), properties);
        if (connection == null) {
            throw new SQLException("the driver does not take the database URL " + database.shown());
        }
        return connection;
    }

    private static DataSource ofServer(String name) throws SQLException {
        try {
            return InitialContext.doLookup(name);
        } catch (NamingException e) {
            throw new SQLException("setting db-jndi: the server has no data source named " + name, e);
        }
    }

    /** The server's idea of user and password is ignored for that of the settings. */
    @Override
    public Connection getConnection(String user, String password) throws SQLException {
        return getConnection();
    }

    /** Servers insist on giving one; the settings decide. */
    public void setUrl(String ignored) {}

    /** See {@link #setUrl}. */
    public void setURL(String ignored) {}

    /** See {@link #setUrl}. */
    public void setUser(String ignored) {}

    /** See {@link #setUrl}. */
    public void setPassword(String ignored) {}

    @Override
    public PrintWriter getLogWriter() {
        return logWriter;
    }

    @Override
    public void setLogWriter(PrintWriter writer) {
        logWriter = writer;
    }

    @Override
    public void setLoginTimeout(int seconds) {
        loginTimeoutSeconds = seconds;
    }

    @Override
    public int getLoginTimeout() {
        return loginTimeoutSeconds;
    }

    @Override
    public Logger getParentLogger() throws SQLFeatureNotSupportedException {
        throw new SQLFeatureNotSupportedException("no parent logger");
    }

    @Override
    public <T> T unwrap(Class<T> wanted) throws SQLException {
        if (!isWrapperFor(wanted)) {
            throw new SQLException("no wrapper for " + wanted.getName());
        }
        return wanted.cast(this);
    }

    @Override
    public boolean isWrapperFor(Class<?> wanted) {
        return wanted.isInstance(this);
    }
}
