package net.bitwrk.exchange.platform;

import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;

/** Offers what the container keeps, so that features get it by constructor, and tests can make it by hand. */
@ApplicationScoped
class ContainerResources {
    @Produces
    @PersistenceContext(unitName = "bitwrk")
    private EntityManager entities;

    @Produces
    @Resource
    private ManagedExecutorService executor;
}
