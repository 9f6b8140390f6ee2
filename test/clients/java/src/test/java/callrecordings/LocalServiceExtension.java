package callrecordings;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Gives tests a local service, started for the first that asks for one and closed after the last. */
final class LocalServiceExtension implements ParameterResolver {
    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == LocalService.class;
    }

    @Override
    public LocalService resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getRoot()
                .getStore(ExtensionContext.Namespace.GLOBAL)
                .getOrComputeIfAbsent(Started.class, key -> new Started(), Started.class)
                .service;
    }

    private static final class Started implements ExtensionContext.Store.CloseableResource {
        final LocalService service;

        Started() {
            try {
                service = new LocalService();
            } catch (java.io.IOException failed) {
                throw new java.io.UncheckedIOException(failed);
            }
        }

        @Override
        public void close() throws Throwable {
            service.close();
        }
    }
}
