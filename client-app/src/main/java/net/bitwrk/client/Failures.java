package net.bitwrk.client;

import net.bitwrk.protocol.Malformed;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;

/**
 * What a command says when it fails: one line that tells what was wrong, on standard error. Exit code 2 where the command
 * was not understood, with a pointer to its help instead of the help itself, which would hide the line; else 1.
 */
final class Failures implements IExecutionExceptionHandler, IParameterExceptionHandler {
    private static final int FAILED = 1;
    private static final int NOT_UNDERSTOOD = 2;

    @Override
    public int handleParseException(ParameterException e, String[] arguments) {
        return notUnderstood(e.getCommandLine(), e.getMessage());
    }

    /** @throws Exception what is no failure but a fault of this program */
    @Override
    public int handleExecutionException(Exception e, CommandLine command, ParseResult parsed) throws Exception {
        if (e instanceof Malformed) {
            return notUnderstood(command, e.getMessage());
        }
        if (!(e instanceof IOException failure)) {
            throw e;
        }
        command.getErr().println(reason(failure));
        command.getErr().flush();
        return FAILED;
    }

    private static int notUnderstood(CommandLine command, String message) {
        String name = command.getCommandSpec().qualifiedName();
        command.getErr().println(message);
        command.getErr().println("How it is meant: " + name + " --help");
        command.getErr().flush();
        return NOT_UNDERSTOOD;
    }

    /** In words, where Java gives but a path or nothing. */
    static String reason(IOException e) {
        if (e instanceof NoSuchFileException missing) {
            return "there is no " + missing.getFile();
        }
        if (e instanceof AccessDeniedException denied) {
            return "there is no permission for " + denied.getFile();
        }
        if (e instanceof FileAlreadyExistsException present) {
            return "there is a file already: " + present.getFile();
        }
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }
}
